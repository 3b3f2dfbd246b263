// Gradio speaks the language that the browser prefers; here it shall be the page's. Runs before Gradio's own scripts.
Object.defineProperty(navigator, "language", { get: () => document.documentElement.lang });
