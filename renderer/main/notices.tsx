import './notices.css';
import type { JSX } from 'preact';
import type { NoticeView } from '../../src/shared/contract/views.ts';
import { command } from '../base/bridge.ts';
import { Button, IconButton } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { goTo } from '../base/route.ts';
import { messages } from '../../src/messages/windows.ts';

/** What the system would not show as a notification. On each page, above everything. */
export const Notices = ({ notices }: { readonly notices: readonly NoticeView[] }): JSX.Element => (
  <div role="status" class="notices">
    {notices.map((notice) => (
      <Notice key={notice.id} notice={notice} />
    ))}
  </div>
);

const Notice = ({ notice: { id, title, body, page } }: { readonly notice: NoticeView }): JSX.Element => (
  <div class="notice tone-info">
    <Icon name="bell" />
    <div class="notice-words">
      <span class="strong">{title}</span> {body}
    </div>
    <Button
      label={messages.common.showOf(title)}
      onClick={() => {
        if (page === 'prompt') void command('window.show-prompt', {});
        else goTo(page);
      }}
    >
      {messages.common.show}
    </Button>
    <IconButton
      icon="cross"
      label={`${messages.common.dismiss}: ${title}`}
      onClick={() => void command('notice.dismiss', { id })}
    />
  </div>
);
