import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Described } from '../../src/shared/contract/described.ts';
import type { HomeOffer } from '../../src/shared/home-offers.ts';
import type { HomeImproved } from '../../src/shared/status.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { keepsText } from './found-facts.ts';
import { messages } from '../../src/messages/windows.ts';

interface HomeOffersProps {
  readonly offers: readonly HomeOffer[];
  readonly onImproved: (improved: Described<HomeImproved>) => void;
}

/** What is missing in Home Assistant's backup settings: each line says all that it changes, and nothing is changed by going on. */
export const HomeOffers = ({ offers, onImproved }: HomeOffersProps): JSX.Element => {
  const { run, pending, problem } = useCommand('setup.improve-home');
  const left = useSignal<readonly HomeOffer['what'][]>([]);
  const wanted = offers.filter(({ what }) => !left.value.includes(what));
  const title = useId();
  const words = messages.setup.offers;
  const set = async (): Promise<void> => {
    const result = await run({ offers: wanted });
    if (result.ok) onImproved(result.value);
  };
  return (
    <section class="card" aria-labelledby={title}>
      <h2 id={title}>{words.title}</h2>
      <p class="quiet">{words.lead}</p>
      {offers.map((offer) => (
        <OfferLine
          key={offer.what}
          offer={offer}
          isOn={wanted.includes(offer)}
          onChange={(isOn) => {
            const others = left.value.filter((what) => what !== offer.what);
            left.value = isOn ? others : [...others, offer.what];
          }}
        />
      ))}
      <div>
        <Button icon="check" pending={pending} disabled={wanted.length === 0} onClick={() => void set()}>
          {words.set}
        </Button>
      </div>
      {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
    </section>
  );
};

interface OfferLineProps {
  readonly offer: HomeOffer;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

const OfferLine = ({ offer, isOn, onChange }: OfferLineProps): JSX.Element => {
  const id = useId();
  return (
    <div class="choice">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id} class="strong">
        {labelOf(offer)}
      </label>
      <div id={`${id}-hint`} class="hint quiet small">
        {messages.setup.offers.hints[offer.what]}
      </div>
    </div>
  );
};

const labelOf = (offer: HomeOffer): string => {
  const words = messages.setup.offers;
  switch (offer.what) {
    case 'schedule':
      return words.schedule(offer.apps, offer.keeps);
    case 'encryption':
      return words.encryption;
    case 'retention':
      return words.retention(keepsText(offer.from), keepsText(offer.to));
  }
};
