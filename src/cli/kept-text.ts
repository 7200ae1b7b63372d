import type { KeepLimits } from '../shared/home-offers.ts';
import { messages } from '../messages/messages.ts';

/** How many backups Home Assistant keeps, or for how long. */
export const keptText = ({ copies, days }: KeepLimits): string => {
  const words = messages.terminal.setup;
  const inBackups = copies === null ? undefined : words.backups(copies);
  const inDays = days === null ? undefined : words.days(days);
  if (inBackups !== undefined && inDays !== undefined) return words.backupsOrDays({ backups: inBackups, days: inDays });
  return inBackups ?? inDays ?? words.keepsAll;
};
