import type { OtherComputer } from '../../src/shared/user-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/**
 * Two of one name are told apart by the digits that stand in the names of their files. One with this computer's own name is
 * this one before it was set up again: the most frequent reason to take copies over.
 */
export const nameAmong = ({ id, name }: OtherComputer, all: readonly OtherComputer[], own: string): string => {
  const tag = id.slice(0, 6);
  if (name === null) return messages.settings.others.nameless(tag);
  const told = all.some((other) => other.name === name && other.id !== id) ? `${name} (${tag})` : name;
  return name === own ? messages.settings.others.earlier(told) : told;
};
