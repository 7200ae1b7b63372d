/** The messages of the windows, in parts: each is read with the first page that shows it. */
export const parts = {
  base: () => import('./base.ts'),
  home: () => import('./home.ts'),
  activity: () => import('./activity.ts'),
  restore: () => import('./restore.ts'),
  restored: () => import('./restored.ts'),
  sheet: () => import('./sheet.ts'),
  details: () => import('./details.ts'),
  search: () => import('./search.ts'),
  choices: () => import('./choices.ts'),
  keys: () => import('./keys.ts'),
  setting: () => import('../settings.ts'),
  settings: () => import('./settings.ts'),
  doctor: () => import('../doctor.ts'),
  storage: () => import('./storage.ts'),
  setup: () => import('./setup.ts'),
  prompt: () => import('./prompt.ts'),
};
