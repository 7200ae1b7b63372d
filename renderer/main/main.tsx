import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../../src/shared/contract/places.ts';
import { PageFrame } from '../base/components/page-frame.tsx';
import { lazyPage, type LazyPage } from '../base/lazy-page.ts';
import { mount, type PageProps } from '../base/mount.tsx';
import { asksAboutRemoval, asksWhereHomeIs, overlay } from '../base/overlay.ts';
import { followRoute, page } from '../base/route.ts';
import { AcceptRemoval } from './accept-removal.tsx';
import { MovedHome } from './moved-home.tsx';
import { details, DetailsSlot } from './details/details-slot.tsx';
import { FileSlot, fileDialog } from './file/file-slot.tsx';
import { MissingPage } from './missing-page.tsx';
import { newsOf } from './is-news.ts';
import { StorageSlot, storage } from './storage/storage-slot.tsx';
import { Notices } from './notices.tsx';
import { sheet, SheetSlot } from './sheet/sheet-slot.tsx';

const pages: Readonly<Record<Page, LazyPage>> = {
  home: lazyPage(async () => (await import('./home-page.tsx')).HomePage, 'home', 'restore'),
  activity: lazyPage(async () => (await import('./activity-page.tsx')).ActivityPage, 'activity'),
  settings: lazyPage(
    async () => (await import('../settings/settings-page.tsx')).SettingsPage,
    'settings',
    'setting',
    'prompt',
    'choices',
    'keys',
    'doctor',
  ),
  setup: lazyPage(
    async () => (await import('../setup/setup-page.tsx')).SetupPage,
    'setup',
    'setting',
    'prompt',
    'choices',
    'keys',
  ),
  restored: lazyPage(
    async () => (await import('./restored-page.tsx')).RestoredPage,
    'restore',
    'restored',
    'details',
    'keys',
  ),
  restore: lazyPage(
    async () => (await import('./restore-page.tsx')).RestorePage,
    'restore',
    'search',
    'home',
    'details',
  ),
};

/** The others are read while nobody waits for them: from then on the window needs no files any more. */
const loadOthers = (): void => {
  requestIdleCallback(() => {
    for (const { there, load } of [...Object.values(pages), details, sheet, storage, fileDialog])
      if (there.value === null) void load();
  });
};

/** The page that is wanted, once it is there; until then the one before it stays. Null: nothing was shown yet. */
const useShown = (wanted: Page): Page | null => {
  const shown = useRef<Page | null>(null);
  if (pages[wanted].there.value !== null) shown.current = wanted;
  useEffect(() => void pages[wanted].load(), [wanted]);
  useEffect(() => {
    if (shown.current !== null) loadOthers();
  }, [shown.current === null]);
  return shown.current;
};

/** From the first connection on the way through set-up has its own buttons: nothing leads away from its last steps. */
const standsAlone = (current: Page, isSetUp: boolean): boolean => current === 'setup' && isSetUp;

const Main = ({ state }: PageProps): JSX.Element | null => {
  const current = useShown(page.value ?? 'home');
  if (current === null) return null;
  const { there, load } = pages[current];
  const Shown = there.value;
  const body =
    Shown === null || Shown === 'failed' ? <MissingPage onRetry={() => void load()} /> : <Shown state={state} />;
  const isSetUp = state.status.safety !== 'not-set-up';
  const isAlone = standsAlone(current, isSetUp);
  return (
    <PageFrame current={current} isSetUp={isSetUp} standsAlone={isAlone} app={state.app}>
      {!isAlone && <Notices notices={current === 'home' ? newsOf(state) : state.notices} />}
      {body}
      <DetailsSlot />
      <StorageSlot state={state} />
      <SheetSlot />
      <FileSlot />
      {overlay.value}
      {asksAboutRemoval.value && <AcceptRemoval />}
      {asksWhereHomeIs.value && <MovedHome />}
    </PageFrame>
  );
};

mount(Main, { follow: followRoute });
