import type { JSX } from 'preact';
import { commonWords as words } from '../../src/shared/words/windows/common.ts';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';

/** In the place of a page that could not be read: the other pages are still there. */
export const MissingPage = ({ onRetry }: { readonly onRetry: () => void }): JSX.Element => (
  <PageBody title={words.missing.title}>
    <p role="alert">{words.missing.text}</p>
    <div>
      <Button kind="primary" onClick={onRetry}>
        {words.tryAgain}
      </Button>
    </div>
  </PageBody>
);
