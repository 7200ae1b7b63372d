import type { JSX } from 'preact';
import type { HomeProbe } from '../../src/shared/contract/views.ts';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { messages } from '../../src/messages/windows.ts';

interface ConsentCardProps {
  readonly probe: HomeProbe;
  readonly onAddress: (url: string) => void;
  readonly onAllow: (url: string) => void;
}

/** Asked before anybody pastes a token: over plain http others can read it. An encrypted address is offered first. */
export const ConsentCard = ({ probe, onAddress, onAllow }: ConsentCardProps): JSX.Element => {
  const encrypted = probe.alternatives.filter((one) => one.encrypted);
  return (
    <section class="problem tone-warn" role="alert" aria-label={messages.setup.consent.title}>
      <div class="problem-icon">
        <Icon name="unlock" size={22} />
      </div>
      <div class="problem-words selectable">
        <h2 class="problem-title">{messages.setup.consent.title}</h2>
        <p>{messages.setup.consent.text(probe.url)}</p>
        {probe.hadHttps && <p>{messages.setup.consent.hadHttps}</p>}
      </div>
      <div class="problem-actions">
        {encrypted.map(({ url }) => (
          <Button key={url} kind="primary" onClick={() => onAddress(url)}>
            {messages.choices.token.useAddress(url)}
          </Button>
        ))}
        <Button onClick={() => onAllow(probe.url)}>{messages.choices.token.allowUnencrypted}</Button>
      </div>
    </section>
  );
};
