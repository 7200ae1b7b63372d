import './storage.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { forecastOf } from '../../../src/shared/storage.ts';
import { Button } from '../../base/components/button.tsx';
import { Dialog } from '../../base/components/dialog.tsx';
import type { PageProps } from '../../base/mount.tsx';
import { now } from '../../base/now.ts';
import { asksAboutStorage } from '../../base/overlay.ts';
import { openSettings } from '../../base/route.ts';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import { seenIn } from '../../choices/preview.ts';
import { bothSides } from '../backup-list.ts';
import { Cures } from './cures.tsx';
import { Months } from './months.tsx';
import { Rules } from './rules.tsx';
import { useRules, type KeptRule } from './use-rules.ts';
import { messages } from '../../../src/messages/windows.ts';

const close = (): void => {
  asksAboutStorage.value = false;
};

/** What is in iCloud, month by month, what it will come to, and what other rules would free. Asks nobody. */
export const StorageDialog = ({ state: { status } }: PageProps): JSX.Element => {
  const words = messages.storage;
  const settings = useCommand('settings.read');
  const rule = useSignal<KeptRule | null>(null);
  useEffect(() => {
    void bothSides.know(status.signIn?.account);
    void settings.run({}).then((read) => {
      if (read.ok) rule.value = { days: read.value.retentionDays, keep: read.value.keep };
    });
  }, []);
  const backups = (bothSides.state.value.list?.backups ?? []).filter(({ where }) => where.includes('icloud'));
  const rules = useRules(rule.value, backups, seenIn(status));
  const isFull = status.problems.some(({ code }) => code === 'cloud.full');
  const forecast = rule.value && forecastOf(backups, rule.value, now.value);
  return (
    <Dialog
      title={words.title}
      size="wide"
      onClose={close}
      buttons={
        <Button kind="primary" autoFocus onClick={close}>
          {messages.common.close}
        </Button>
      }
    >
      {isFull && <Cures rules={rules} onChoose={close} />}
      <p>{words.now(status.icloud.backups, status.icloud.bytes)}</p>
      {forecast && rule.value && <p>{words.forecast(rule.value.days, forecast)}</p>}
      {rule.value?.days === 0 && <p>{words.endless}</p>}
      <Rules rules={rules} />
      <div>
        <Button
          onClick={() => {
            close();
            openSettings('backups');
          }}
        >
          {words.change}
        </Button>
      </div>
      <Months backups={backups} />
    </Dialog>
  );
};
