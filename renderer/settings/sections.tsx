import type { JSX } from 'preact';
import type { PageProps } from '../base/mount.tsx';
import type { SettingsSection } from '../base/route.ts';
import { seenIn } from '../choices/preview.ts';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account-section.tsx';
import { ConnectionSection } from './connection-section.tsx';
import { ComputerSection, NotificationsSection } from './desktop-sections.tsx';
import { DoctorSection } from './doctor-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { AlarmSection } from './alarm-section.tsx';
import { BandwidthSection, NetworkSection } from './network-sections.tsx';
import { OthersSection } from './others-section.tsx';
import { PhoneCodeSection } from './phone-code-section.tsx';
import { RetentionSection } from './retention-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { SensorsSection } from './sensors-section.tsx';
import { RemoveSection, SecretsSection } from './secrets-sections.tsx';
import type { SettingsUse } from './use-settings.ts';

interface SectionProps extends PageProps {
  /** Null until the settings were read. */
  readonly use: SettingsUse | null;
}

const Connections = ({ state }: SectionProps): JSX.Element => (
  <>
    <DoctorSection doctor={state.doctor} />
    <ConnectionSection status={state.status} />
    <AccountSection state={state} />
  </>
);

const Backups = ({ state, use }: SectionProps): JSX.Element => {
  const { status } = state;
  return (
    <>
      {use && (
        <>
          <ScheduleSection state={state} use={use} />
          <RetentionSection use={use} seen={seenIn(status, use.settings.adoptedComputers)} />
          <OthersSection use={use} seen={seenIn(status)} />
        </>
      )}
      <KeysSection finished={status.lastRun?.finished} busy={state.running !== null} />
    </>
  );
};

const Notifications = ({ state, use }: SectionProps): JSX.Element => (
  <>
    <NotificationsSection state={state} />
    {use && (
      <>
        <SensorsSection state={state} use={use} />
        {state.status.home && (
          <>
            <AlarmSection alarm={state.status.telling.alarm} use={use} />
            <PhoneCodeSection use={use} />
          </>
        )}
      </>
    )}
  </>
);

const Advanced = ({ state, use }: SectionProps): JSX.Element => (
  <>
    <ComputerSection state={state} use={use} />
    {use && (
      <>
        <BandwidthSection use={use} />
        <NetworkSection use={use} />
      </>
    )}
    <SecretsSection store={state.status.secretStore} />
    <AboutSection />
    <RemoveSection folder={state.status.icloud.folder} />
  </>
);

/** What stands in each. */
export const sectionOf: Readonly<Record<SettingsSection, (props: SectionProps) => JSX.Element>> = {
  connections: Connections,
  backups: Backups,
  notifications: Notifications,
  advanced: Advanced,
};
