import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { isSoftwareRenderer } from '../../src/gpu/device';

const COMMON_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/**
 * Flags that give Chromium WebGPU without a GPU. All are needed: with fewer, compute works but whatever touches a
 * WebGPU canvas reads zeros or loses the device.
 */
export const SOFTWARE_GPU_FLAGS = [
  ...COMMON_FLAGS,
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Flags with which Chromium drew and computed on a GPU of a machine without a display (an NVIDIA H200, Vulkan). */
const HARDWARE_GPU_FLAGS = [
  ...COMMON_FLAGS,
  '--enable-features=Vulkan,DefaultANGLEVulkan,VulkanFromANGLE',
  '--use-angle=vulkan',
  '--disable-vulkan-surface',
];

/** Adapters that are asked for before a browser counts as having none: the first answer can come too early to have one. */
const ADAPTER_TRIES = 5;

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((variable) =>
    path.join(process.env[variable] ?? '', 'Google/Chrome/Application/chrome.exe'),
  ),
];

/** What to tell a person when no browser is found and none can be installed. */
export const NO_BROWSER_MESSAGE =
  'No browser with WebGPU found: install Chromium or Google Chrome (113 or newer), or set CHROME to its program.';

/** The program of an installed Chromium or Chrome: CHROME, then the PATH, usual places, Playwright's download. */
export function findBrowser(): string | undefined {
  const { CHROME, PATH = '' } = process.env;
  if (CHROME) return isProgram(CHROME) ? CHROME : undefined;
  const onPath = PATH.split(path.delimiter).flatMap((folder) => COMMANDS.map((name) => path.join(folder, name)));
  return [...onPath, ...APPLICATIONS, chromium.executablePath()].find(isProgram);
}

function isProgram(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // there, but not to be run by this user
  }
}

/**
 * The program of an installed browser; where there is none it is installed, from Debian's packages (as root on a
 * Debian system) or by Playwright. Throws an Error with NO_BROWSER_MESSAGE when that fails too.
 */
export function ensureBrowser(): string {
  const found = findBrowser() ?? (process.env.CHROME ? undefined : installBrowser());
  if (!found) throw new Error(NO_BROWSER_MESSAGE);
  return found;
}

function installBrowser(): string | undefined {
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.error('Installing Chromium (Debian package) ...');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const installed =
      run('apt-get', ['update'], environment) &&
      run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], environment);
    const browser = installed ? findBrowser() : undefined;
    if (browser) return browser;
  }
  console.error("Installing Chromium (Playwright's download) ...");
  const cli = path.join(import.meta.dirname, '../../node_modules/@playwright/test/cli.js');
  return run(process.execPath, [cli, 'install', 'chromium']) ? findBrowser() : undefined;
}

function run(command: string, args: string[], env = process.env): boolean {
  return spawnSync(command, args, { env, stdio: ['ignore', 2, 2] }).status === 0;
}

/**
 * Starts a headless browser with WebGPU on the machine's GPU, or on the software one when there is none or `software`
 * asks for it.
 */
export async function launchBrowser(software = false): Promise<Browser> {
  const executablePath = ensureBrowser();
  const launch = (args: string[]): Promise<Browser> => chromium.launch({ executablePath, headless: true, args });
  if (!software) {
    const browser = await launch(HARDWARE_GPU_FLAGS);
    if (await hasHardwareAdapter(browser)) return browser;
    await browser.close();
  }
  return launch(SOFTWARE_GPU_FLAGS);
}

async function hasHardwareAdapter(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  try {
    // WebGPU wants a secure context, which a blank page is not.
    await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto('http://localhost/');
    const words = await page.evaluate(async (tries) => {
      for (let n = 0; n < tries; n++) {
        if (n > 0) await new Promise((resolve) => setTimeout(resolve, 200));
        const info = (await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }))?.info;
        if (info) return info.isFallbackAdapter ? undefined : `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
      }
      return undefined;
    }, ADAPTER_TRIES);
    return words !== undefined && !isSoftwareRenderer(words);
  } finally {
    await page.close();
  }
}
