// Connects interactive pages: by WebSocket alone, so that any balancer will do, and with a banner of our own while the line is down.
(() => {
  "use strict";

  const banner = document.getElementById("components-reconnect-modal");
  const waits = [0, 500, 1000, 2000, 3000];

  banner.addEventListener("components-reconnect-state-changed", event => {
    const state = event.detail.state;
    if (state === "hide") delete banner.dataset.state;
    else if (state === "rejected") location.reload(); // This host does not know the page: it is rebuilt from its address and its drafts.
    else banner.dataset.state = state === "failed" ? "failed" : "retrying";
  });

  banner.querySelector("button").addEventListener("click", () => location.reload());

  Blazor.start({
    circuit: {
      configureSignalR: builder => builder.withUrl("_blazor", { skipNegotiation: true, transport: 1 }),
      reconnectionOptions: { maxRetries: 200, retryIntervalMilliseconds: attempt => waits[attempt] ?? 5000 },
    },
  });
})();
