import type { JSX } from 'preact';
import { Icon } from '../base/components/icon.tsx';
import { messages } from '../../src/messages/windows.ts';

/** Said wherever the connection is shown: it was allowed once, and stays true. */
export const Unencrypted = (): JSX.Element => (
  <p class="line-tight tone-warn toned">
    <Icon name="unlock" size={16} />
    <span>
      {messages.choices.token.connection}: {messages.connection.unencrypted}
    </span>
  </p>
);
