// What the phone keeps until it is sent: in IndexedDB, in the order in which it was told.
globalThis.driverQueue = (() => {
  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("relief-driver", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("reports", { keyPath: "number", autoIncrement: true });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  const deed = async (mode, act) => {
    const base = await open();
    return new Promise((done, failed) => {
      const all = base.transaction("reports", mode);
      const asked = act(all.objectStore("reports"));
      all.oncomplete = () => { base.close(); done(asked.result); };
      all.onabort = () => { base.close(); failed(all.error); };
    });
  };

  const all = async (route) => (await deed("readonly", (kept) => kept.getAll())).filter((each) => each.route === route);
  return {
    all,
    add: (report) => deed("readwrite", (kept) => kept.add(report)),
    put: (report) => deed("readwrite", (kept) => kept.put(report)),
    remove: (number) => deed("readwrite", (kept) => kept.delete(number)),
    waiting: async (route) => (await all(route)).filter((each) => !each.sent),
  };
})();
