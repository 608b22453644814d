/**
 * Shows the portal inside a page of a producer's: `npx node examples/embed/main.ts`, beside a running `lostwax serve`.
 *
 * LOSTWAX_URL (http://localhost:7420), LOSTWAX_ADMIN_KEY, LOSTWAX_WORKSPACE (demo), LOSTWAX_EMBED_PORT (7430). The page's origin must be among
 * the workspace's allowed origins: it prints how.
 */
import { startProducer } from './producer.ts';

const adminKey = process.env['LOSTWAX_ADMIN_KEY'];
if (adminKey === undefined) {
  process.stderr.write(
    'Set LOSTWAX_ADMIN_KEY to an administrator key: LOSTWAX_ADMIN_KEY="$(cat data/admin.key)"\n',
  );
  process.exit(2);
}
const authority = process.env['LOSTWAX_URL'] ?? 'http://localhost:7420';
const workspace = process.env['LOSTWAX_WORKSPACE'] ?? 'demo';
const { origin } = await startProducer({
  authority,
  adminKey,
  workspace,
  port: Number(process.env['LOSTWAX_EMBED_PORT'] ?? 7430),
});
process.stdout.write(`Your account at Acme: ${origin}/

The workspace must allow this page, once (this replaces the origins that it allows now):

curl -X PATCH ${authority}/v1/workspaces/${workspace} -H "Authorization: Bearer $LOSTWAX_ADMIN_KEY" --json '{"allowedOrigins": ["${origin}"]}'
`);
