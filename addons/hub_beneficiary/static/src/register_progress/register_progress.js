import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** Rows of one request: enough to be quick, few enough for the bar to move. */
const STEP = 100;

/** Imports a register step by step, so that whoever waits sees how far it is, and may stop. */
export class RegisterProgress extends Component {
    static template = "hub_beneficiary.RegisterProgress";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({done: 0, total: 0, status: "running"});
        this.stopped = false;
        onMounted(() => this.run());
        onWillUnmount(() => {
            this.stopped = true;
        });
    }

    get percent() {
        return this.state.total ? Math.round((100 * this.state.done) / this.state.total) : 0;
    }

    async run() {
        const registerId = this.props.action.params.register_id;
        let left = 1;
        try {
            while (left && !this.stopped) {
                const step = await this.orm.silent.call("hub.register.import", "import_step", [
                    [registerId],
                    STEP,
                ]);
                left = step.left;
                this.state.done += step.done;
                this.state.total = this.state.done + left;
            }
        } catch (error) {
            this.state.status = "failed";
            throw error;
        }
        this.state.status = left ? "stopped" : "finished";
    }

    stop() {
        this.stopped = true;
    }

    close() {
        this.action.doAction({type: "ir.actions.act_window_close"});
    }
}

registry.category("actions").add("hub_beneficiary.register_progress", RegisterProgress);
