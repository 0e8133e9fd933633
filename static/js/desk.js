// The desk's comforts: drop files and folders, send large files in pieces that go on where they
// stopped, over a reload of the page and a restart of the server. Chosen files are kept in the
// browser (IndexedDB) until they have arrived. Without this script the same forms send all at once.
const PIECE = 4 << 20; // bytes sent at once
const SENDERS = 2; // files sent at the same time
const LONGEST_WAIT = 15000;
const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
document.documentElement.classList.add("scripted");

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const pathOf = (file) => file.path ?? file.webkitRelativePath ?? "";
const nameOf = (file) => pathOf(file) || file.name;
const counted = (n) => `${n.toLocaleString("en")} ${n === 1 ? "file" : "files"}`;

function sized(bytes) {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

// Files that have not arrived yet, kept by the browser.
const shelf = {
  open() {
    this.db ??= new Promise((done, failed) => {
      const asked = indexedDB.open("reftel-uploads", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return this.db;
  },
  async with(mode, act) {
    const db = await this.open();
    return new Promise((done, failed) => {
      const deal = db.transaction("files", mode);
      const asked = act(deal.objectStore("files"));
      deal.oncomplete = () => done(asked?.result);
      deal.onerror = deal.onabort = () => failed(deal.error);
    });
  },
  put(entries) {
    return this.with("readwrite", (store) => entries.forEach((entry) => store.put(entry)));
  },
  remove(entry) {
    return this.with("readwrite", (store) => store.delete(entry.key)).catch(() => {});
  },
  of(batch) {
    return this.with("readonly", (store) => store.getAll())
      .then((all) => all.filter((entry) => entry.batch === batch))
      .catch(() => []);
  },
};

// Sending ------------------------------------------------------------------------------------

async function asked(url, options = {}) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrf, ...options.headers };
  for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const answer = await fetch(url, { ...options, headers });
      // A server that stops or starts, or a proxy before one: what was sent is sent again.
      if (![429, 500, 502, 503, 504].includes(answer.status)) return answer;
    } catch {
      // the network, or the server, is away
    }
    await pause(wait);
  }
}

async function problem(answer) {
  const told = await answer.json().catch(() => null);
  return told?.detail ?? `The server answers ${answer.status}.`;
}

async function send(entry, told) {
  const url = `/desk/batches/${entry.batch}/files/${entry.number}`;
  for (;;) {
    const held = await asked(url);
    if (!held.ok) throw new Error(await problem(held));
    const { offset, fate, size } = await held.json();
    if (fate !== "arriving") return;
    if (size !== entry.file.size) throw new Error(`${entry.name} has changed since it was chosen.`);
    told(offset);
    const piece = entry.file.slice(offset, offset + PIECE);
    const answer = await asked(`${url}?offset=${offset}`, { method: "PUT", body: piece });
    if (!answer.ok && answer.status !== 409) throw new Error(await problem(answer));
    if (answer.status === 409) await pause(1000); // another window sends it: look again
  }
}

async function sendAll(entries, voice) {
  const total = entries.reduce((sum, entry) => sum + entry.file.size, 0);
  const here = new Map();
  const troubles = [];
  const queue = [...entries];
  let spoken = 0;
  const say = (at = Date.now()) => {
    if (at - spoken < 1000) return;
    spoken = at;
    const sent = [...here.values()].reduce((sum, bytes) => sum + bytes, 0);
    const left = entries.length - [...here.keys()].filter((e) => e.done).length;
    voice.textContent = left
      ? `Sending ${counted(left)}: ${sized(sent)} of ${sized(total)} have arrived. You may leave or reload this page; it goes on when you open it again in this browser.`
      : "";
  };
  async function sender() {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      try {
        await send(entry, (offset) => { here.set(entry, offset); say(); });
      } catch (error) {
        troubles.push(error.message);
      }
      entry.done = true;
      here.set(entry, entry.file.size);
      await shelf.remove(entry);
      say();
    }
  }
  say();
  await Promise.all(Array.from({ length: SENDERS }, sender));
  voice.textContent = troubles.length ? troubles.join(" ") : `${counted(entries.length)} sent.`;
}

// Choosing and dropping ----------------------------------------------------------------------

async function below(entry, path) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    file.path = path + file.name;
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...(await below(one, `${path}${entry.name}/`)));
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const found = [];
  for (const entry of entries) found.push(...(await below(entry, "")));
  return found;
}

const visible = (file) => !nameOf(file).split("/").some((part) => part.startsWith("."));

function attend(form) {
  const place = form.querySelector("[data-drop]");
  const chosen = form.querySelector("[data-chosen]");
  const inputs = [...form.querySelectorAll('input[type="file"]')];
  let held = [];
  const files = () => [...held, ...inputs.flatMap((input) => [...input.files])].filter(visible);
  const show = () => {
    const all = files();
    const bytes = all.reduce((sum, file) => sum + file.size, 0);
    chosen.textContent = all.length ? `${counted(all.length)} chosen, ${sized(bytes)}.` : "";
  };
  inputs.forEach((input) => { input.required = false; input.addEventListener("change", show); });
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", async (event) => {
    event.preventDefault();
    place.classList.remove("over");
    held.push(...(await dropped(event.dataTransfer)));
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hand(form, files(), chosen).catch((error) => { chosen.textContent = error.message; });
  });
}

async function hand(form, files, chosen) {
  if (!files.length) throw new Error("No file is chosen yet.");
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true;
  try {
    const fields = new FormData(form);
    fields.delete("files");
    fields.set("announced", JSON.stringify(files.map((file) => [nameOf(file), file.size])));
    const answer = await fetch(form.action, {
      method: "POST", body: fields, headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    });
    if (!answer.ok) throw new Error(await problem(answer));
    const { batch, href, files: numbers } = await answer.json();
    const entries = files.map((file, at) => ({
      key: `${batch}/${numbers[at]}`, batch, number: numbers[at], name: nameOf(file), file,
    }));
    chosen.textContent = "Getting the files ready to send…";
    try {
      await shelf.put(entries);
    } catch {
      // This browser keeps nothing for us: sent from here, without leaving the page.
      await sendAll(entries, chosen);
    }
    window.location.assign(href);
  } finally {
    button.disabled = false;
  }
}

async function goOn() {
  const voice = document.querySelector("[data-uploading]");
  if (!voice) return;
  const entries = await shelf.of(Number(voice.dataset.batch));
  if (entries.length) await sendAll(entries, voice);
}

document.querySelectorAll("form[data-upload]").forEach(attend);
goOn();
