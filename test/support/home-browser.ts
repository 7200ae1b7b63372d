import { passwords } from '../simulators/home-assistant/index.ts';

/** What a person does on the simulator's page: signs in. Gives back where the browser is sent. */
export const logIn = async (page: string, username: keyof typeof passwords): Promise<string> => {
  const body = new URLSearchParams({ username, password: passwords[username] });
  const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
};

/** The same, to the end: what the app's own page then says. */
export const signInAs =
  (username: keyof typeof passwords) =>
  async (page: string): Promise<void> => {
    await fetch(await logIn(page, username));
  };
