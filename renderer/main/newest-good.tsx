import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Badge, Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { IntoHomeSlot } from './into-home-slot.tsx';
import { isOwnName, keyOf, titleOf } from './backup-rows.ts';
import { openDetails } from './details/open-details.ts';
import { flawOf, type NewestGood } from './restore-view.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatFull, formatWhen } from '../../src/messages/dates.ts';
import { capitalized, formatBytes } from '../../src/messages/format.ts';

interface GoodProps {
  readonly good: NewestGood;
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

/** The one that most people come for, in one sentence, with what is done with it. */
export const NewestGoodCard = ({ good: { backup, newer }, busy, onSave }: GoodProps): JSX.Element => {
  const words = messages.restore;
  const placing = useSignal(false);
  const title = titleOf(backup);
  return (
    <Card title={words.newest}>
      <div class="hero-head">
        <Tile tone="ok" icon="shield" />
        <div class="hero-words">
          <p class="newest-when strong" title={formatFull(backup.date)}>
            {capitalized(formatWhen(backup.date, now.value))}
          </p>
          <Known backup={backup} />
          <Proven backup={backup} />
        </div>
      </div>
      <div class="line" role="group" aria-label={words.newest}>
        <Button
          kind="primary"
          icon="download"
          label={words.saveLabel(title)}
          disabled={busy}
          onClick={() => onSave(backup)}
        >
          {words.save}
        </Button>
        <Button icon="upload" label={words.intoHomeLabel(title)} disabled={busy} onClick={() => (placing.value = true)}>
          {words.intoHome}
        </Button>
        <Button kind="quiet" label={words.detailsLabel(title)} onClick={() => openDetails(keyOf(backup))}>
          {words.details}
        </Button>
      </div>
      {newer > 0 && (
        <p class="small line-tight">
          <Icon name="info" size={15} />
          {words.newer(newer)}
        </p>
      )}
      {placing.value && <IntoHomeSlot backup={backup} onClose={() => (placing.value = false)} />}
    </Card>
  );
};

interface OfBackup {
  readonly backup: DescribedBackup;
}

const Known = ({ backup }: OfBackup): JSX.Element => (
  <div class="quiet dots">
    <span>{backup.instance}</span>
    {!isOwnName(backup.name) && <span>{backup.name}</span>}
    {backup.size !== null && <span>{formatBytes(backup.size)}</span>}
    <span>{messages.home.backups.protection(backup.protected, backup.plainParts !== undefined)}</span>
    {backup.haVersion !== null && <span>{messages.details.facts.needs(backup.haVersion)}</span>}
  </div>
);

/** How far it is proven. What is odd in it does not keep it from being restored, and is said all the same. */
const Proven = ({ backup }: OfBackup): JSX.Element => (
  <div class="line small">
    <span class="line-tight tone-ok toned">
      <Icon name="check" size={14} />
      {backup.proof}
    </span>
    {flawOf(backup) === 'check' && (
      <Badge tone="warn" icon="warning">
        {backup.shortcomings.map(capitalized).join('; ')}
      </Badge>
    )}
  </div>
);

/** Nothing is claimed to be good that is not. */
export const NoneGood = (): JSX.Element => (
  <section class="problem tone-warn" aria-label={messages.restore.noneGood}>
    <div class="problem-icon">
      <Icon name="warning" size={22} />
    </div>
    <div class="problem-words">
      <h2 class="problem-title">{messages.restore.noneGood}</h2>
      <p>{messages.restore.noneGoodHint}</p>
    </div>
  </section>
);
