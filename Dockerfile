# The desk in a container that runs as nobody in particular, on a root file system that is only read. See docs/running.md.
#   docker build -t policy-kb .
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE app.py ./
COPY index index
COPY kb kb
COPY ui ui
COPY api api
COPY eval eval
# PyTorch's own index has the build without CUDA.
RUN python -m venv /opt/policy-kb \
 && /opt/policy-kb/bin/pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /srv/policy-kb policy-kb
COPY --from=build /opt/policy-kb /opt/policy-kb
# What people write: a new volume starts with the five notices.
COPY --chown=10001:10001 corpus /srv/policy-kb/corpus
RUN chown 10001:10001 /srv/policy-kb
WORKDIR /srv/policy-kb
VOLUME /srv/policy-kb
ENV PATH=/opt/policy-kb/bin:$PATH PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001:10001
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/favicon.ico', timeout=4)"]
ENTRYPOINT ["policy-kb"]
CMD ["serve", "--host", "0.0.0.0"]
