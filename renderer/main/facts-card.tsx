import type { ComponentChildren, JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { formatDate, formatWhen } from '../../src/shared/words/windows/common.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import type { Tone } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Moment } from '../base/components/moment.tsx';
import type { PageProps } from '../base/mount.tsx';
import { now } from '../base/now.ts';
import { pausedUntil } from './hero-view.ts';

const words = homeWords.facts;

interface FactProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly more?: ComponentChildren;
  /** Anything but neutral gets a shape as well. */
  readonly tone?: Tone;
}

const Fact = ({ label, value, more, tone = 'neutral' }: FactProps): JSX.Element => (
  <div class={`glance tone-${tone}`}>
    <dt class="quiet small">{label}</dt>
    <dd>
      <div class="glance-value">
        {tone !== 'neutral' && <Icon name={tone === 'danger' ? 'octagon' : 'warning'} size={16} />}
        {value}
      </div>
      <div class="quiet small">{more}</div>
    </dd>
  </div>
);

/** The numbers behind the sentence. */
export const FactsCard = ({ state }: PageProps): JSX.Element => (
  <section class="card" aria-label={words.title}>
    <dl class="glances">
      <Newest newest={state.status.newestVerified} />
      <NextLook state={state} />
      <SignIn signIn={state.status.signIn} />
      <Stored icloud={state.status.icloud} />
    </dl>
  </section>
);

const Newest = ({ newest }: { readonly newest: Status['newestVerified'] }): JSX.Element =>
  newest === null ? (
    <Fact label={words.newest} value={words.noneYet} />
  ) : (
    <Fact
      label={words.newest}
      value={<Moment iso={newest.date} as="age" />}
      more={
        <span class="line-tight">
          <Icon name="check" size={13} />
          {words.verified}
        </span>
      }
    />
  );

const NextLook = ({ state }: { readonly state: ViewState }): JSX.Element => {
  const { nextRun, nextBackup, waiting } = state.status;
  const paused = pausedUntil(state, now.value);
  const more = waiting > 0 ? words.waiting(waiting) : words.nothingWaits;
  if (paused !== null) {
    return <Fact label={words.nextLook} value={words.paused} more={words.until(formatWhen(paused, now.value))} />;
  }
  if (nextBackup !== null && state.held === null) {
    return <Fact label={words.nextBackup} value={formatWhen(nextBackup, now.value)} more={more} />;
  }
  const nothing = state.held === null ? words.notPlanned : words.held[state.held];
  const value = nextRun === null || state.held !== null ? nothing : <Moment iso={nextRun} as="until" />;
  return <Fact label={words.nextLook} value={value} more={more} />;
};

const SignIn = ({ signIn }: { readonly signIn: Status['signIn'] }): JSX.Element => {
  if (signIn === null) return <Fact label={words.signIn} value={words.notSignedIn} />;
  const { daysLeft, due, until, account } = signIn;
  const tone = daysLeft <= 0 ? 'danger' : due ? 'warn' : 'neutral';
  return (
    <Fact
      label={words.signIn}
      value={words.daysLeft(daysLeft)}
      more={daysLeft <= 0 ? account : words.until(formatDate(until, now.value))}
      tone={tone}
    />
  );
};

const Stored = ({ icloud }: { readonly icloud: Status['icloud'] }): JSX.Element => (
  <Fact
    label={words.stored}
    value={<span class="number">{formatBytes(icloud.bytes)}</span>}
    more={words.count(icloud.backups)}
  />
);
