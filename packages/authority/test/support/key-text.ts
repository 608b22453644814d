/**
 * Finds any part of a key, or a session's secret. A request ID is 16 random characters and a key ID follows
 * its prefix, so neither can match by chance.
 */
export const keyText = /(?<![\w-])eyJ[\w-]{14}|lwx_session_ses_/;
