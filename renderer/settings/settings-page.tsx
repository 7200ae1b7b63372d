import './settings.css';
import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import type { PageProps } from '../base/mount.tsx';
import { AccountSection } from './account-section.tsx';
import { ConnectionSection } from './connection-section.tsx';
import { ComputerSection, NotificationsSection } from './desktop-sections.tsx';
import { BandwidthSection, NetworkSection } from './network-sections.tsx';
import { KeysSection } from './keys-section.tsx';
import { OthersSection } from './others-section.tsx';
import { seenIn } from '../choices/preview.ts';
import { ReviewCard } from './review-card.tsx';
import { RetentionSection } from './retention-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { RemoveSection, SecretsSection } from './secrets-sections.tsx';
import { useSettings } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/** Everything that can be chosen, each thing saved when it is changed. */
export const SettingsPage = ({ state }: PageProps): JSX.Element => {
  const { use, problem, read } = useSettings();
  const { status } = state;
  return (
    <PageBody title={messages.settings.title}>
      <ReviewCard problem={status.problems.find(({ code }) => code === 'settings.broken')} />
      <ConnectionSection home={status.home} />
      <AccountSection state={state} />
      {problem && <ProblemCard problem={problem} actions={<Button onClick={read}>{messages.settings.again}</Button>} />}
      {use === null && problem === null && <p role="status">{messages.settings.loading}</p>}
      {use && (
        <>
          <ScheduleSection state={state} use={use} />
          <RetentionSection use={use} seen={seenIn(status, use.settings.adoptedComputers)} />
          <OthersSection use={use} seen={seenIn(status)} />
          <BandwidthSection use={use} />
        </>
      )}
      <NotificationsSection desktop={state.desktop} />
      <ComputerSection state={state} use={use} />
      {use && <NetworkSection use={use} />}
      <KeysSection finished={status.lastRun?.finished} busy={state.running !== null} />
      <SecretsSection store={status.secretStore} />
      <RemoveSection folder={status.icloud.folder} />
    </PageBody>
  );
};
