import type { ComponentChildren, JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { isSignInOver, pauseOf } from '../../src/shared/status-rules.ts';
import type { Tone } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Moment } from '../base/components/moment.tsx';
import type { PageProps } from '../base/mount.tsx';
import { now } from '../base/now.ts';
import { asksAboutStorage } from '../base/overlay.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatClock, formatDate, formatWhen } from '../../src/messages/dates.ts';
import { formatBytes } from '../../src/messages/format.ts';

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
  <section class="card" aria-label={messages.home.facts.title}>
    <dl class="glances">
      <NextLook state={state} />
      <SignIn status={state.status} />
      <Stored icloud={state.status.icloud} />
    </dl>
    {state.status.home?.encrypted === false && (
      <p class="quiet small line-tight glances-note">
        <Icon name="unlock" size={14} />
        {messages.home.facts.unencrypted}
      </p>
    )}
  </section>
);

const NextLook = ({ state }: { readonly state: WindowState }): JSX.Element => {
  const { nextRun, nextBackup, waiting } = state.status;
  const paused = pauseOf(state.status, now.value);
  const more = waiting > 0 ? messages.home.facts.waiting(waiting) : messages.home.facts.nothingWaits;
  if (paused !== null) {
    return (
      <Fact
        label={messages.home.facts.nextLook}
        value={messages.home.facts.paused}
        more={messages.home.facts.until(formatWhen(paused, now.value))}
      />
    );
  }
  if (nextBackup !== null && state.held === null) {
    const [first = '', ...rest] = formatDate(nextBackup, now.value);
    const day = `${first.toUpperCase()}${rest.join('')}`;
    return (
      <Fact
        label={messages.home.facts.nextBackup}
        value={day}
        more={messages.home.facts.at(formatClock(nextBackup), waiting)}
      />
    );
  }
  const nothing = state.held === null ? messages.home.facts.notPlanned : messages.home.facts.held[state.held];
  const value = nextRun === null || state.held !== null ? nothing : <Moment iso={nextRun} as="until" />;
  return <Fact label={messages.home.facts.nextLook} value={value} more={more} />;
};

const SignIn = ({ status: { signIn, problems } }: { readonly status: WindowState['status'] }): JSX.Element => {
  if (signIn === null) return <Fact label={messages.home.facts.signIn} value={messages.home.facts.notSignedIn} />;
  const { daysLeft, due, until, account } = signIn;
  // Apple may end its trust before the month is over, or want something else than a code.
  const other = problems.find(({ blocksCloud, code }) => blocksCloud && code !== 'icloud.trust-expired');
  const isShut = problems.some(({ blocksCloud }) => blocksCloud);
  const isOver = isSignInOver(signIn);
  const left = daysLeft === 0 ? formatWhen(until, now.value) : formatDate(until, now.value);
  return (
    <Fact
      label={messages.home.facts.signIn}
      value={
        other
          ? messages.home.facts.needsYou
          : isShut
            ? messages.home.facts.needsCode
            : isOver
              ? messages.home.facts.over
              : messages.home.facts.daysLeft(daysLeft)
      }
      more={isShut || isOver ? account : messages.home.facts.until(left)}
      tone={isShut ? 'danger' : due ? 'warn' : 'neutral'}
    />
  );
};

const Stored = ({ icloud }: { readonly icloud: Status['icloud'] }): JSX.Element => (
  <Fact
    label={messages.home.facts.stored}
    value={
      <button
        type="button"
        class="glance-open number"
        aria-label={messages.home.facts.storageOf(formatBytes(icloud.bytes))}
        onClick={() => {
          asksAboutStorage.value = true;
        }}
      >
        {formatBytes(icloud.bytes)}
      </button>
    }
    more={messages.home.facts.count(icloud.backups)}
  />
);
