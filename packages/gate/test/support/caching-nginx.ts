import { join } from 'node:path';
import { codeBlockOf } from '../../../../tools/testing/code-blocks.ts';

/** nginx as the documents configure it for a static feed, behind one that caches; `/stuck` caches for too long. */
export function cachingConfig(port: number, root: string, folder: string): string {
  const files = `unix:${join(folder, 'files.sock')}`;
  const origin = codeBlockOf('docs/operating.md', 'nginx', '/feed/(changes|snapshots)/')
    .replace('listen 443 ssl', `listen ${files}`)
    .replaceAll(/^ *ssl_certificate.*\n/gm, '')
    .replace('/var/www/keys', root);
  return `
  proxy_cache_path ${join(folder, 'cache')} keys_zone=feed:1m;
  ${origin}
  server {
    listen 127.0.0.1:${port};
    proxy_cache feed;
    proxy_cache_use_stale error timeout updating;
    location ^~ /stuck/ {
      proxy_pass http://${files}:/;
      proxy_ignore_headers Cache-Control;
      proxy_cache_valid 200 1h;
    }
    location / { proxy_pass http://${files}; }
  }`;
}
