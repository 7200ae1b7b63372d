/** Real passwords never look like this; Apple's app-specific ones always do, and rclone cannot use them. */
export const isAppSpecificPassword = (password: string): boolean => /^[a-z]{4}(-[a-z]{4}){3}$/i.test(password.trim());
