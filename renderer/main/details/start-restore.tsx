import type { JSX } from 'preact';
import type { PlacedResult, RestoreStarted } from '../../../src/shared/into-home.ts';
import { Button } from '../../base/components/button.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { useSignal } from '../../base/signal.ts';
import { Tick } from '../../base/components/tick.tsx';
import { givenFrom, KeyFields, useKeyDraft } from '../../choices/key-fields.tsx';
import type { IntoHomeUse } from './use-into-home.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatExact } from '../../../src/messages/dates.ts';
import { formatBytes } from '../../../src/messages/format.ts';

interface StartProps {
  readonly into: IntoHomeUse;
  readonly placed: PlacedResult;
  readonly isBusy: boolean;
}

/** It is in Home Assistant's list. The restore itself needs a consent of its own: what was changed since is lost. */
export const StartRestore = ({ into, placed, isBusy }: StartProps): JSX.Element => {
  const words = messages.details.into;
  return (
    <>
      <p class="line-tight tone-ok toned" role="status">
        <Icon name="check" size={16} />
        {words.placed(placed.home.name, formatBytes(placed.bytes), placed.uploaded)}
      </p>
      {into.started === null ? (
        <Consent into={into} placed={placed} isBusy={isBusy} />
      ) : (
        <Ended started={into.started} />
      )}
    </>
  );
};

const Consent = ({ into, placed, isBusy }: StartProps): JSX.Element => {
  const words = messages.details.into;
  const parts = placed.parts ?? [];
  const without = useSignal<readonly string[]>([]);
  const backupFirst = useSignal(true);
  const agreed = useSignal(false);
  const draft = useKeyDraft();
  const isNothing = parts.length > 0 && without.value.length === parts.length;
  const start = (): void => {
    const key = givenFrom(draft);
    into.start({
      backupFirst: backupFirst.value,
      ...(without.value.length > 0 ? { choice: { without: [...without.value] } } : {}),
      ...(key === undefined ? {} : { key }),
    });
  };
  return (
    <div class="well stack-small">
      <h3>{words.startTitle}</h3>
      {parts.length > 1 && (
        <fieldset class="ticks">
          <legend class="small">{words.parts}</legend>
          {parts.map((part) => (
            <Tick
              key={part}
              label={words.partNames[part] ?? part}
              isOn={!without.value.includes(part)}
              onChange={(isOn) =>
                (without.value = isOn ? without.value.filter((one) => one !== part) : [...without.value, part])
              }
            />
          ))}
        </fieldset>
      )}
      {placed.protected && <KeyFields draft={draft} hint={words.keyHint} />}
      <Tick label={words.backupFirst} isOn={backupFirst.value} onChange={(isOn) => (backupFirst.value = isOn)} />
      <Tick
        label={words.consent(placed.home.name, formatExact(placed.date))}
        isOn={agreed.value}
        onChange={(isOn) => (agreed.value = isOn)}
      />
      <div>
        <Button kind="danger" disabled={!agreed.value || isNothing || isBusy} pending={into.pending} onClick={start}>
          {words.start}
        </Button>
      </div>
    </div>
  );
};

const Ended = ({ started }: { readonly started: RestoreStarted }): JSX.Element => {
  const words = messages.details.into;
  return (
    <div class="well stack-small" role="status">
      <span class={`line-tight toned tone-${started.end === 'completed' ? 'ok' : 'info'}`}>
        <Icon name={started.end === 'completed' ? 'check' : 'info'} size={16} />
        {words.ends[started.end]}
      </span>
      {started.leftOut.length > 0 && <span>{words.leftOut(started.leftOut)}</span>}
      <span>{words.after}</span>
    </div>
  );
};
