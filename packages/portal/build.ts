/**
 * Builds the pages and the element into `dist/`: portal.html, console.html, and assets with hashes in their names, each with a
 * `.br` and a `.gz` beside it. `assets/lostwax-keys.js` keeps its name, since producers write it into their pages.
 *
 * Nothing is done when no source is newer than the last build; `--force` builds all the same.
 */
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { comparisonFile, readFigures } from './figures.ts';

const root = import.meta.dirname;
const output = join(root, 'dist');
const stamp = join(output, 'built');

const sources = [
  'src/**/*',
  '*.html',
  'build.ts',
  'figures.ts',
  'package.json',
  '../client/dist/*.js',
  '../core/dist/*.js',
];

/** `"use client"` in libraries is for servers that render; there is none here. */
const onLog: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, report) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
};

const shared: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"production"' },
};

if (process.argv.includes('--force') || !upToDate()) {
  rmSync(stamp, { force: true });
  rmSync(join(output, 'assets'), { recursive: true, force: true });
  await buildPages(await buildTheme());
  await buildElement();
  for (const file of globSync('{*.html,assets/*.{js,css,svg}}', { cwd: output }))
    compress(join(output, file));
  writeFileSync(stamp, '');
}

function upToDate(): boolean {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = globSync(sources, { cwd: root }).map((file) => join(root, file));
  return [...files, comparisonFile].every((file) => statSync(file).mtimeMs <= built);
}

/**
 * The script that runs before anything is drawn.
 *
 * @returns The name of its file.
 */
async function buildTheme(): Promise<string> {
  const built = await build({
    ...shared,
    build: {
      outDir: join(output, 'assets'),
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: {
        input: join(root, 'src/pages/theme.ts'),
        output: { format: 'iife', entryFileNames: 'theme-[hash].js' },
      },
    },
  });
  return (built as Rolldown.RolldownOutput).output[0].fileName;
}

/** Puts the frame and the script of the theme into a page: both are there before its own script. */
function withFrame(theme: string): Plugin {
  const frame = readFileSync(join(root, 'frame.html'), 'utf8');
  return {
    name: 'frame',
    transformIndexHtml: (html) => ({
      html: html.replace('<!-- frame.html -->', frame),
      tags: [{ tag: 'script', attrs: { src: `/assets/${theme}` }, injectTo: 'head-prepend' }],
    }),
  };
}

/**
 * Modules of both pages stay in one file, even if parts that are loaded later use them too: two files compress worse. Those parts are
 * left to themselves.
 */
function isShared(id: string): boolean {
  return (
    /node_modules|packages.(client|portal.src.(api|app|found|history|portal|texts|ui))./.test(id) ||
    /packages.portal.src.keys.(?!own.(?!own-fields)|pair.(make|der|self-signed))/.test(id)
  );
}

/** No module preload script and no inlined asset: the policy of the pages allows neither inline code nor `data:`. */
async function buildPages(theme: string): Promise<void> {
  await build({
    ...shared,
    plugins: [withFrame(theme)],
    define: { ...shared.define, METHOD_FIGURES: JSON.stringify(readFigures()) },
    build: {
      outDir: output,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: [join(root, 'portal.html'), join(root, 'console.html')],
        output: { codeSplitting: { groups: [{ name: 'shared', test: isShared, minShareCount: 2 }] } },
        onLog,
      },
    },
  });
}

/** One file that loads nothing else, so that one tag is all a producer's page needs. */
async function buildElement(): Promise<void> {
  mkdirSync(join(output, 'assets'), { recursive: true });
  await build({
    ...shared,
    build: {
      outDir: join(output, 'assets'),
      emptyOutDir: false,
      target: 'es2022',
      lib: { entry: join(root, 'src/element/index.tsx'), formats: ['es'], fileName: () => 'lostwax-keys.js' },
      rolldownOptions: { output: { codeSplitting: false }, onLog },
    },
  });
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
