import type { ComponentChildren, JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { isSignInOver, pauseOf } from '../../src/shared/standing.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { formatClock, formatDate, formatWhen } from '../../src/shared/words/windows/common.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import type { Tone } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Moment } from '../base/components/moment.tsx';
import type { PageProps } from '../base/mount.tsx';
import { now } from '../base/now.ts';

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
      <SignIn status={state.status} />
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

const NextLook = ({ state }: { readonly state: WindowState }): JSX.Element => {
  const { nextRun, nextBackup, waiting } = state.status;
  const paused = pauseOf(state.status, now.value);
  const more = waiting > 0 ? words.waiting(waiting) : words.nothingWaits;
  if (paused !== null) {
    return <Fact label={words.nextLook} value={words.paused} more={words.until(formatWhen(paused, now.value))} />;
  }
  if (nextBackup !== null && state.held === null) {
    const [first = '', ...rest] = formatDate(nextBackup, now.value);
    const day = `${first.toUpperCase()}${rest.join('')}`;
    return <Fact label={words.nextBackup} value={day} more={words.at(formatClock(nextBackup), waiting)} />;
  }
  const nothing = state.held === null ? words.notPlanned : words.held[state.held];
  const value = nextRun === null || state.held !== null ? nothing : <Moment iso={nextRun} as="until" />;
  return <Fact label={words.nextLook} value={value} more={more} />;
};

const SignIn = ({ status: { signIn, problems } }: { readonly status: WindowState['status'] }): JSX.Element => {
  if (signIn === null) return <Fact label={words.signIn} value={words.notSignedIn} />;
  const { daysLeft, due, until, account } = signIn;
  // Apple may end its trust before the month is over, or want something else than a code.
  const other = problems.find(({ blocksICloud, code }) => blocksICloud && code !== 'icloud.trust-expired');
  const isShut = problems.some(({ blocksICloud }) => blocksICloud);
  const isOver = isSignInOver(signIn);
  const left = daysLeft === 0 ? formatWhen(until, now.value) : formatDate(until, now.value);
  return (
    <Fact
      label={words.signIn}
      value={other ? words.needsYou : isShut ? words.needsCode : isOver ? words.over : words.daysLeft(daysLeft)}
      more={isShut || isOver ? account : words.until(left)}
      tone={isShut ? 'danger' : due ? 'warn' : 'neutral'}
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
