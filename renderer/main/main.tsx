import './home.css';
import './table.css';
import './activity.css';
import './restored.css';
import type { ComponentType, JSX } from 'preact';
import type { Page } from '../../src/shared/contract/commands.ts';
import { PageFrame, PlainFrame } from '../base/components/page-frame.tsx';
import { mount, type PageProps } from '../base/mount.tsx';
import { followRoute, page } from '../base/route.ts';
import { RemovedDialog } from '../settings/removed.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SetupPage } from '../setup/setup-page.tsx';
import { ActivityPage } from './activity-page.tsx';
import { HomePage } from './home-page.tsx';
import { Notices } from './notices.tsx';
import { RestorePage } from './restore-page.tsx';

const pages: Readonly<Record<Page, ComponentType<PageProps>>> = {
  home: HomePage,
  activity: ActivityPage,
  settings: SettingsPage,
  setup: SetupPage,
  restore: RestorePage,
};

/** Before there is anything to navigate between, a page stands alone. */
const standsAlone = (current: Page, { status }: PageProps['state']): boolean =>
  current === 'setup' || (current === 'restore' && status.safety === 'not-set-up');

const Main = ({ state }: PageProps): JSX.Element => {
  const current = page.value ?? 'home';
  const Shown = pages[current];
  if (standsAlone(current, state)) {
    return (
      <PlainFrame>
        <Shown state={state} />
        <RemovedDialog />
      </PlainFrame>
    );
  }
  return (
    <PageFrame current={current} app={state.app}>
      <Notices notices={state.notices} />
      <Shown state={state} />
      <RemovedDialog />
    </PageFrame>
  );
};

followRoute();
mount(Main);
