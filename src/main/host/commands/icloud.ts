import type { HandlersOf, HostContext } from '../host-context.ts';

/** Each answers when its step is over; how it ended is in the state. */
export const icloudCommands = ({ talk, redactor, shell }: HostContext): HandlersOf<'icloud'> => {
  const nothing = (work: Promise<void>): Promise<null> => work.then(() => null);
  return {
    'icloud.start': ({ appleId, password }) => {
      redactor.register(password);
      return nothing(talk.begin(appleId, password));
    },
    'icloud.reconnect': () => nothing(talk.again()),
    'icloud.code': ({ code }) => nothing(talk.code(code)),
    'icloud.text-instead': () => nothing(talk.textInstead()),
    'icloud.choose-phone': ({ id }) => nothing(talk.choosePhone(id)),
    'icloud.resend': () => nothing(talk.resend()),
    'icloud.approve': () => nothing(talk.approve()),
    'icloud.cancel': async () => {
      try {
        await talk.cancel();
      } finally {
        shell.closePrompt();
      }
      return null;
    },
  };
};
