import type { JSX } from 'preact';
import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { ladder } from '../../../src/shared/ladder.ts';
import { Icon, type IconName } from '../../base/components/icon.tsx';
import { Moment } from '../../base/components/moment.tsx';
import type { Tone } from '../../base/components/tone.ts';
import { rungsOf, type Rung } from './rungs.ts';
import { messages } from '../../../src/messages/windows.ts';

const looks = {
  holds: { tone: 'ok', icon: 'check' },
  fails: { tone: 'danger', icon: 'octagon' },
  open: { tone: 'neutral', icon: 'dashed' },
} as const satisfies Record<Rung['state'], { readonly tone: Tone; readonly icon: IconName }>;

/** Each level of proof by its name, with what became of it and when; of bytes that are not what went up, nothing is proven. */
export const ProofList = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element =>
  backup.reason === 'damaged' ? (
    <p class="line-tight tone-danger">
      <Icon name="octagon" size={16} />
      {messages.details.proof.damaged}
    </p>
  ) : (
    <RungList rungs={rungsOf(backup)} />
  );

/** What became of each level, from the lowest. */
export const RungList = ({ rungs }: { readonly rungs: readonly Rung[] }): JSX.Element => (
  <ol class="rungs" aria-label={messages.details.proof.list}>
    {rungs.map((rung) => (
      <RungLine key={rung.level} rung={rung} />
    ))}
  </ol>
);

const RungLine = ({ rung: { level, state, at, why } }: { readonly rung: Rung }): JSX.Element => {
  const name = ladder[level].name;
  const { proof } = messages.details;
  return (
    <li class={`rung tone-${looks[state].tone}`}>
      <span class="rung-mark">
        <Icon name={looks[state].icon} size={16} />
      </span>
      <div class="stack-tight">
        <div class="line-apart">
          <span class="strong">{messages.levels[name]}</span>
          <span class="small quiet">
            {state === 'open' ? proof.open : proof[state]}
            {state !== 'open' && at !== null && (
              <>
                {' '}
                <Moment iso={at} as="when" />
              </>
            )}
          </span>
        </div>
        <span class="small quiet">{why ?? (state === 'holds' ? proof.means[name] : proof.notYet)}</span>
      </div>
    </li>
  );
};
