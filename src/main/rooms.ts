import type { Rooms } from './assemble.ts';
import { createHost } from './host/create-host.ts';
import { createNotifier } from './notify/create-notifier.ts';
import { createTray } from './tray/create-tray.ts';

/** The real ones. */
export const rooms: Rooms = { createHost, createTray, createNotifier };
