import type { ComponentChildren, JSX } from 'preact';
import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { withoutControls } from '../../../src/shared/safe-text.ts';
import { archiveOf, folderOf, isInCloud, isInHome } from '../backup-rows.ts';
import { keyStateOf } from './rungs.ts';
import { earliestEnd } from './earliest-end.ts';
import { formatDate } from '../../../src/messages/dates.ts';
import { formatBytes, formatNumber } from '../../../src/messages/format.ts';
import { now } from '../../base/now.ts';
import { messages } from '../../../src/messages/windows.ts';

interface FactsProps {
  readonly backup: DescribedBackup;
  /** Days; null: not known (yet). */
  readonly retentionDays: number | null;
}

/** Where it is, who stored it, when it goes, and what identifies it. */
export const Facts = ({ backup, retentionDays }: FactsProps): JSX.Element => {
  const words = messages.details.facts;
  const archive = archiveOf(backup);
  return (
    <dl class="facts">
      <Fact label={words.key}>{words.keys[keyStateOf(backup)]}</Fact>
      <Fact label={words.where}>
        <Place backup={backup} />
      </Fact>
      {backup.computer !== null && <Fact label={words.computer}>{backup.computer}</Fact>}
      <Fact label={words.stays}>
        <Stays backup={backup} retentionDays={retentionDays} />
      </Fact>
      {backup.haVersion !== null && <Fact label={words.version}>{words.homeAssistant(backup.haVersion)}</Fact>}
      {backup.size !== null && (
        <Fact label={words.size}>{words.bytes(formatBytes(backup.size), formatNumber(backup.size))}</Fact>
      )}
      {backup.sha256 !== null && (
        <Fact label={words.sha256}>
          <code class="small selectable break">{backup.sha256}</code>
        </Fact>
      )}
      <Fact label={words.id}>
        <code class="small selectable break">{withoutControls(backup.id)}</code>
      </Fact>
      {archive !== null && (
        <Fact label={words.file}>
          <code class="small selectable break">{withoutControls(archive)}</code>
        </Fact>
      )}
    </dl>
  );
};

/** One line of a list of facts. */
export const Fact = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element => (
  <div class="fact">
    <dt class="quiet small">{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Place = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => {
  const words = messages.details.facts;
  if (!isInCloud(backup)) return <>{words.onlyHome}</>;
  return (
    <>
      <span class="selectable break">{withoutControls(`iCloud Drive/${folderOf(backup) ?? ''}`)}</span>
      {isInHome(backup) && <div class="quiet small">{words.inHome}</div>}
    </>
  );
};

const Stays = ({ backup, retentionDays }: FactsProps): JSX.Element => {
  const words = messages.details.facts;
  const end = earliestEnd(backup, retentionDays);
  return (
    <>
      {words.nextWith(words.next[backup.next], backup.because)}
      {end !== null && <div class="quiet small">{words.goesFrom(formatDate(end, now.value))}</div>}
    </>
  );
};
