import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { OtherComputer } from '../../src/shared/user-settings.ts';
import { formatDate } from '../../src/shared/words/windows/common.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { Going } from './retention-preview.tsx';
import { SectionError, SettingsSection } from './section.tsx';
import { usePreview } from './use-previews.ts';
import type { SettingsUse } from './use-settings.ts';

const words = settingsWords.others;

interface OthersProps {
  readonly use: SettingsUse;
  /** Which list was seen in iCloud (preview.ts). */
  readonly seen: string | null;
}

/** Only where other computers stored copies of the same home: nobody else has to know of it. */
export const OthersSection = ({ use, seen }: OthersProps): JSX.Element | null => {
  const computers = useSignal<readonly OtherComputer[]>([]);
  const { run, problem } = useCommand('settings.other-computers');
  const asked = useSignal<OtherComputer | null>(null);
  useEffect(() => {
    if (seen === null) return;
    void run({}).then((result) => {
      if (result.ok) computers.value = result.value;
    });
  }, [seen]);
  if (seen === null || (computers.value.length === 0 && problem === null)) return null;
  const { adoptedComputers } = use.settings;
  const release = (id: string): void => {
    void use.change('others', { adoptedComputers: adoptedComputers.filter((one) => one !== id) });
  };
  return (
    <SettingsSection title={words.heading} section="others">
      <p>{words.lead}</p>
      <Rows>
        {computers.value.map((computer) => (
          <Computer
            key={computer.id}
            computer={computer}
            name={nameAmong(computer, computers.value)}
            isAdopted={adoptedComputers.includes(computer.id)}
            onAdopt={() => (asked.value = computer)}
            onRelease={() => release(computer.id)}
          />
        ))}
      </Rows>
      <SectionError problem={problem ?? (asked.value === null ? use.problemOf('adoptedComputers') : null)} />
      {asked.value && <AdoptDialog use={use} seen={seen} computer={asked.value} onClose={() => (asked.value = null)} />}
    </SettingsSection>
  );
};

/** Two of one name are told apart by the digits that stand in the names of their files. */
const nameAmong = ({ id, name }: OtherComputer, all: readonly OtherComputer[]): string =>
  all.some((other) => other.name === name && other.id !== id) ? `${name} (${id.slice(0, 6)})` : name;

interface ComputerProps {
  readonly computer: OtherComputer;
  readonly name: string;
  readonly isAdopted: boolean;
  readonly onAdopt: () => void;
  readonly onRelease: () => void;
}

const Computer = ({ computer, name, isAdopted, onAdopt, onRelease }: ComputerProps): JSX.Element => (
  <Row
    label={name}
    hint={
      <>
        {words.copies(computer.copies, formatDate(computer.newestAt, now.value))}
        {isAdopted && <div>{words.adopted}</div>}
      </>
    }
  >
    {isAdopted ? (
      <Button label={words.releaseOf(name)} onClick={onRelease}>
        {words.release}
      </Button>
    ) : (
      <Button label={words.adoptOf(name)} onClick={onAdopt}>
        {words.adopt}
      </Button>
    )}
  </Row>
);

interface AdoptDialogProps extends OthersProps {
  readonly computer: OtherComputer;
  readonly onClose: () => void;
}

/** Says what it means, and what would go by it at once. */
const AdoptDialog = ({ use, seen, computer: { id, name }, onClose }: AdoptDialogProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const adoptedComputers = [...settings.adoptedComputers, id];
  const preview = usePreview({ retentionDays: settings.retentionDays, floor: settings.keep, adoptedComputers }, seen);
  const pending = useSignal(false);
  const adopt = async (): Promise<void> => {
    pending.value = true;
    const taken = await change('others', { adoptedComputers });
    pending.value = false;
    if (taken) onClose();
  };
  return (
    <Dialog
      title={words.title(name)}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {choicesWords.cancel}
          </Button>
          <Button kind="danger" pending={pending.value} onClick={() => void adopt()}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <p>{words.meaning(name)}</p>
      <div class="settings-preview">
        <p class="strong">{choicesWords.retention.preview}</p>
        <Going preview={preview} isAsked />
      </div>
      <SectionError problem={problemOf('adoptedComputers')} />
    </Dialog>
  );
};
