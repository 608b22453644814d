/**
 * Uses a connection and closes it. Targets open a new one each time: after a reload, an old one would lead to a process
 * that is about to end.
 */
export async function closing<Connection extends { close(): void }, Result>(
  connection: Connection,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}
