import type { JSX } from 'preact';
import { messages } from '../../src/messages/windows.ts';

/** Where the button is on Home Assistant's page, drawn: the words beside it say the same. */
export const TokenPicture = (): JSX.Element => {
  const { tab, card, button } = messages.setup.token.picture;
  return (
    <div class="token-picture" aria-hidden="true">
      <div class="token-picture-tabs">
        <span />
        <strong>{tab}</strong>
        <span />
      </div>
      <div class="token-picture-card" />
      <div class="token-picture-card">
        <span>{card}</span>
        <strong>{button}</strong>
      </div>
    </div>
  );
};
