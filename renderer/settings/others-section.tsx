import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { OtherComputer } from '../../src/shared/user-settings.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { SectionError } from '../choices/section-error.tsx';
import { AdoptDialog } from './adopt-dialog.tsx';
import { nameAmong } from './other-names.ts';
import { SettingsSection } from './section.tsx';
import type { SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatDate } from '../../src/messages/dates.ts';

interface OthersProps {
  readonly use: SettingsUse;
  /** Which list was seen in iCloud (choices/preview.ts). */
  readonly seen: string | null;
}

/** Only where other computers stored copies of the same home, or are in this one's care: nobody else has to know of it. */
export const OthersSection = ({ use, seen }: OthersProps): JSX.Element | null => {
  const computers = useSignal<readonly OtherComputer[]>([]);
  const { run, problem } = useCommand('settings.other-computers');
  const asked = useSignal<OtherComputer | null>(null);
  const { adoptedComputers, computerName } = use.settings;
  useEffect(() => {
    if (seen === null) return;
    void run({}).then((result) => {
      if (result.ok) computers.value = result.value;
    });
  }, [seen, adoptedComputers.join()]);
  if (seen === null || (computers.value.length === 0 && problem === null)) return null;
  const nameOf = (computer: OtherComputer): string => nameAmong(computer, computers.value, computerName);
  const adopt = (computer: OtherComputer): void => {
    // What would go is shown of the computers that are in care now, not when the page was opened.
    void use.reread().then(() => (asked.value = computer));
  };
  return (
    <SettingsSection title={messages.settings.others.heading} section="others">
      <p>{messages.settings.others.lead}</p>
      <Rows>
        {computers.value.map((computer) => (
          <Computer
            key={computer.id}
            computer={computer}
            name={nameOf(computer)}
            isAdopted={adoptedComputers.includes(computer.id)}
            onAdopt={() => adopt(computer)}
            onRelease={() => void use.care(computer.id, false)}
          />
        ))}
      </Rows>
      <SectionError problem={problem ?? (asked.value === null ? use.problemOf('adoptedComputers') : null)} />
      {asked.value && (
        <AdoptDialog
          use={use}
          seen={seen}
          id={asked.value.id}
          name={nameOf(asked.value)}
          onClose={() => (asked.value = null)}
        />
      )}
    </SettingsSection>
  );
};

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
        {computer.newestAt === null
          ? messages.settings.others.noCopies
          : messages.settings.others.copies(computer.copies, formatDate(computer.newestAt, now.value))}
        {isAdopted && <div>{messages.settings.others.adopted}</div>}
      </>
    }
  >
    {isAdopted ? (
      <Button label={messages.settings.others.releaseOf(name)} onClick={onRelease}>
        {messages.settings.others.release}
      </Button>
    ) : (
      <Button label={messages.settings.others.adoptOf(name)} onClick={onAdopt}>
        {messages.settings.others.adopt}
      </Button>
    )}
  </Row>
);
