from . import data_recycle_model, data_recycle_record
