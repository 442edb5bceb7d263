/** The part of the set-up that must run before any package is installed: plain Node, no dependency. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(import.meta.dirname, '../..');

/** Runs `npm ci` when a package of the lock file is missing or of another version; ends the process if it fails. */
export function installPackages() {
  if (packagesMatchLock()) return;
  console.error('Installing packages (npm ci) ...');
  // The project's .npmrc keeps npm quiet; here its errors must be seen. The tools are needed wherever this runs.
  const args = ['ci', '--include=dev', '--loglevel=error'];
  const { npm_execpath: npm } = process.env;
  const stdio = /** @type {const} */ (['ignore', 2, 2]);
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio })
    : spawnSync('npm', args, { cwd: ROOT, stdio, shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('npm ci failed: see the lines above. It needs Node 20.19 or newer and a reachable npm registry.');
    process.exit(1);
  }
}

/** Runs a TypeScript program of the scripts folder with the given arguments, in this process. */
export async function runScript(file, args) {
  const script = path.join(ROOT, 'scripts', file);
  const { register } = await import('tsx/esm/api');
  register();
  process.argv = [process.execPath, script, ...args];
  await import(pathToFileURL(script).href);
}

function packagesMatchLock() {
  const wanted = readLock('package-lock.json');
  const installed = readLock('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  // Optional packages are those of other platforms.
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional || installed[name]?.version === version,
  );
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
