import { iCloudPlaces } from '../icloud/places.ts';

export const pages = ['setup', 'home', 'activity', 'settings', 'restore', 'restored'] as const;
/** Places that main opens outside of the app; a window never names an address. */
export const places = [
  'home-assistant-backups',
  'home-assistant-token',
  'home-assistant-kit',
  'cloud-folder',
  'cloud-trash',
  'cloud-web',
  ...iCloudPlaces,
  'logs',
  'data',
  'licences',
  'release',
  'report-problem',
  'login-items',
  'restore-guide',
] as const;

export type Page = (typeof pages)[number];
export type Place = (typeof places)[number];
