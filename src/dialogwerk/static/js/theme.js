/* Sets the chosen theme before the page is painted. Without a choice the system's setting holds. */
(function () {
  try {
    const theme = localStorage.getItem("dialogwerk-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.kernTheme = theme;
  } catch {
    /* storage is blocked: the system's setting holds */
  }
})();
