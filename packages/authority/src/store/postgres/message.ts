/** What a replica tells the others. */
export interface Message {
  /** Which replica it was. */
  readonly writer: string;
  /** The workspaces whose sets changed. */
  readonly workspaces: readonly number[] | 'all';
  /** What else replicas keep in memory may have changed: registered readers, settings, the history of a workspace. */
  readonly settings: boolean;
  /** Personal data was erased: copies on disk are to be deleted. */
  readonly erased?: true;
}

/** A notification holds less than 8,000 bytes. */
const MOST_WORKSPACES = 300;

/** @returns Undefined if there is nothing to tell. */
export function messageText(message: Message): string | undefined {
  const { workspaces, settings, erased } = message;
  if (workspaces.length === 0 && !settings && erased === undefined) return undefined;
  return JSON.stringify(workspaces.length > MOST_WORKSPACES ? { ...message, workspaces: 'all' } : message);
}

/** The content of a notification; undefined if no replica sent it. */
export function parseMessage(text: string | undefined): Message | undefined {
  try {
    const message: unknown = JSON.parse(text ?? '');
    const isMessage = typeof message === 'object' && message !== null && 'writer' in message;
    return isMessage ? (message as Message) : undefined;
  } catch {
    return undefined;
  }
}
