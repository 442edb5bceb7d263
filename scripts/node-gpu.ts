import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/**
 * A WebGPU device made in Node, with the adapter's own limits and, where it has them, timestamp queries.
 */
export interface NodeGpu {
  gpu: GPU;
  adapter: GPUAdapter;
  device: GPUDevice;
}

/** What a person reads when this machine offers no WebGPU adapter to Node. */
export const NO_ADAPTER_MESSAGE =
  'No WebGPU adapter: install a Vulkan driver for the GPU, or Chromium, whose software driver ' +
  '(vk_swiftshader_icd.json) serves in its place.';

const ICD_NAME = 'vk_swiftshader_icd.json';
const LOADER_NAME = 'libvulkan.so.1';
const BROWSER_COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const BROWSER_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
];

/** Flags of dlopen(3): resolve at once, and keep the library when its handle is closed. */
const RTLD_NOW = 2;
const RTLD_NODELETE = 0x1000;

/**
 * Folders of installed browsers: known places, beside the commands on the path, and the test runner's own
 * downloads.
 */
function browserFolders(): string[] {
  const folders = [...BROWSER_FOLDERS];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const command of BROWSER_COMMANDS) {
      const path = join(folder, command);
      if (existsSync(path)) folders.push(dirname(realpathSync(path)));
    }
  }
  const downloads = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (existsSync(downloads)) {
    for (const build of readdirSync(downloads)) {
      for (const part of ['chrome-linux', 'chrome-linux64']) folders.push(join(downloads, build, part));
    }
  }
  return folders;
}

/**
 * Makes the software Vulkan driver of an installed browser the one that WebGPU will find; false when there
 * is none. The browser carries its own Vulkan loader too. Where the system has none, loading that one under
 * the name that WebGPU will ask for makes it findable: dlopen answers a name that is already loaded with
 * the loaded library.
 */
function useBrowserDriver(): boolean {
  const folder = browserFolders().find((candidate) => existsSync(join(candidate, ICD_NAME)));
  if (folder === undefined) return false;
  process.env.VK_ICD_FILENAMES ??= join(folder, ICD_NAME);
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  const loader = join(folder, LOADER_NAME);
  if (existsSync(loader)) keepLoaded(loader);
  return true;
}

/** Loads a plain shared library for good. Node refuses it as an addon, but only after it was loaded. */
function keepLoaded(path: string): void {
  try {
    process.dlopen({ exports: {} }, path, RTLD_NOW | RTLD_NODELETE);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('did not self-register')) throw error;
  }
}

let provider: Promise<GPU> | undefined;

/** WebGPU's entry object in Node, with WebGPU's classes and constants made global; one for the process. */
export async function nodeGpu(): Promise<GPU> {
  provider ??= (async () => {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const hardware = create([]);
    if ((await hardware.requestAdapter()) !== null) return hardware;
    if (!useBrowserDriver()) throw new Error(NO_ADAPTER_MESSAGE);
    return create([]);
  })();
  return provider;
}

/**
 * A fresh device on the best adapter: a GPU where the machine has one, else the software driver of an
 * installed Chromium or Chrome. Throws an Error with NO_ADAPTER_MESSAGE when there is neither.
 */
export async function nodeGpuDevice(): Promise<NodeGpu> {
  const gpu = await nodeGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error(NO_ADAPTER_MESSAGE);
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  });
  return { gpu, adapter, device };
}
