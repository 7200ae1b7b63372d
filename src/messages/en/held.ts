import { plural } from '../format.ts';
import { numberOf, textOf, when, type Numbers, type Texts } from '../template.ts';

/** What a reason to delete nothing means; `expired` = backups that would be deleted. */
export const heldBack = (facts: Numbers<'expired'>): string => {
  const expired = numberOf(facts, 'expired') ?? 0;
  return expired > 0
    ? `Nothing is deleted until this is fixed (${plural(expired, { one: 'old backup is', other: 'old backups are' })} due).`
    : 'Nothing is deleted until this is fixed.';
};

/** Why a list of Home Assistant's holds all deletions back. */
export const incompleteList = (facts: Texts<'agent'> & Numbers<'entries'>): string => {
  const odd = numberOf(facts, 'entries');
  return odd === undefined
    ? `Home Assistant couldn't check${when(textOf(facts, 'agent'), (agent) => ` the location ${agent}`) || ' one of its locations'}. Nothing is deleted until it can.`
    : `${plural(odd, { one: 'entry', other: 'entries' })} in Home Assistant's list couldn't be read completely. All others are backed up. Nothing is deleted until this is fixed.`;
};
