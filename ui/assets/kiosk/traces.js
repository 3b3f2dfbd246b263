// What a browser could keep of a visit. Only one thing is kept: the region that the machine stands in, a name from the page's own list.

const REGION = "policy-kb-region";

export function readRegion() {
  try {
    return localStorage.getItem(REGION);
  } catch {
    return null;
  }
}

export function writeRegion(region) {
  try {
    localStorage.setItem(REGION, region);
  } catch {
    // A browser that keeps nothing forgets the region too.
  }
}

export async function clearStorages() {
  try {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key !== REGION) localStorage.removeItem(key);
    for (const { name } of (await indexedDB.databases?.()) ?? []) indexedDB.deleteDatabase(name);
    if (window.caches) for (const key of await caches.keys()) await caches.delete(key);
  } catch {
    // The page itself writes none of these; what the browser forbids to read holds nothing of it.
  }
}
