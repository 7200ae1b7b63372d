import type { PhoneCodeWords } from '../../shared/icloud/phone-code.ts';
import type { ServiceCall } from '../report-home/alarm.ts';
import { actionOf, phoneVerbs, type Verb } from './action.ts';
import type { Say } from './rules.ts';

/** What a notification says beside what is in it already. */
interface NoticeFacts {
  readonly computer: string;
  /** When Apple wants the next code, as people read it; null: not known. */
  readonly nextCode: string | null;
  /** What went wrong, and what helps. */
  readonly problem: { readonly title: string; readonly next: string } | null;
}

interface Button {
  readonly verb: Verb;
  readonly title: string;
  readonly input?: { readonly button: string; readonly placeholder: string };
}

/** One notification takes the place of the one before. */
export const codeTag = (computerId: string): string => `ha_icloud_backup_code_${computerId}`;

/** Takes the notification away. */
export const clearedNotice = (service: string, tag: string): ServiceCall => ({
  action: `notify.${service}`,
  data: { message: 'clear_notification', data: { tag } },
  continue_on_error: true,
});

/** Pure: as Home Assistant's phones take it. */
export const noticeOf = (
  said: Say,
  service: string,
  tag: string,
  words: PhoneCodeWords,
  facts: NoticeFacts,
): ServiceCall => {
  if (said.say === 'nothing') return clearedNotice(service, tag);
  const buttons = 'nonce' in said && said.nonce !== null ? buttonsOf(said, words) : [];
  const nonce = 'nonce' in said ? (said.nonce ?? '') : '';
  return {
    action: `notify.${service}`,
    data: {
      title: words.title,
      message: textOf(said, words, facts),
      data: {
        tag,
        // At once, and on a locked screen no more than that there is something.
        ttl: 0,
        priority: 'high',
        visibility: 'private',
        ...(buttons.length > 0 && { actions: buttons.map((button) => actionFor(button, nonce)) }),
      },
    },
    continue_on_error: true,
  };
};

const actionFor = ({ verb, title, input }: Button, nonce: string): object => ({
  action: actionOf(verb, nonce),
  title,
  authenticationRequired: true,
  ...(input && {
    behavior: 'textInput',
    textInputButtonTitle: input.button,
    textInputPlaceholder: input.placeholder,
  }),
});

const buttonsOf = (said: Say, words: PhoneCodeWords): readonly Button[] => {
  if (said.say === 'which-phone')
    return said.labels.map((title, index) => ({ verb: phoneVerbs[index] ?? 'PHONE1', title }));
  if (said.say === 'wrong-again') return [{ verb: 'AGAIN', title: words.askAgain }];
  if (!('canText' in said)) return [{ verb: 'RENEW', title: words.renew }];
  const typed: Button = {
    verb: 'CODE',
    title: words.enter,
    input: { button: words.send, placeholder: words.sixDigits },
  };
  return said.canText ? [typed, { verb: 'TEXT', title: words.textMe }] : [typed];
};

const textOf = (said: Exclude<Say, { say: 'nothing' }>, words: PhoneCodeWords, facts: NoticeFacts): string => {
  const { computer, nextCode, problem } = facts;
  const texts: Readonly<Record<(typeof said)['say'], string>> = {
    offer: words.offer(computer),
    late: words.late,
    code: 'canText' in said && said.canText ? words.onDevices : words.byText,
    wrong: words.wrong,
    'wrong-again': words.wrongAgain,
    'which-phone': words.whichPhone,
    approve: words.approve(computer),
    done: words.done(nextCode),
    'gave-up': words.gaveUp(computer),
    failed: problem ? `${problem.title}. ${problem.next}` : words.gaveUp(computer),
  };
  return texts[said.say];
};
