/**
 * Where the program is published, with `/releases` and `/issues` below it; undefined until there is such a place. Never a
 * guess: whoever owns the address gets the users' trust, and their diagnostics.
 */
export const projectPage: string | undefined = undefined;
