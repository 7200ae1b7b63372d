import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { messages } from '../../src/messages/windows.ts';

/** In the place of a page that could not be read: the other pages are still there. */
export const MissingPage = ({ onRetry }: { readonly onRetry: () => void }): JSX.Element => (
  <PageBody title={messages.common.missing.title}>
    <p role="alert">{messages.common.missing.text}</p>
    <div>
      <Button kind="primary" onClick={onRetry}>
        {messages.common.tryAgain}
      </Button>
    </div>
  </PageBody>
);
